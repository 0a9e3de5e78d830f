#!/bin/sh
# Installs the system packages that some tests need: ffmpeg, which plays back the videos that runlab has made. Without it those
# tests are skipped, and `npm test` says so. Needs apt and root (or sudo).
set -eu
command -v ffmpeg >/dev/null && exit 0
if ! command -v apt-get >/dev/null; then
  echo 'There is no apt-get here: install ffmpeg with the package manager of this system.' >&2
  exit 1
fi
as_root=''
[ "$(id -u)" = 0 ] || as_root='sudo'
$as_root apt-get update -qq
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends ffmpeg >/dev/null
