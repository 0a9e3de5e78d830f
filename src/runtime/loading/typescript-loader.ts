/** Importing this module makes Node load TypeScript, in this thread and those it starts. */
import '@oxc-node/core/register'
