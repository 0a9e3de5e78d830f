# Writes scipy.json: what NumPy and SciPy say. pip install numpy scipy; python make-scipy.py
import numpy as np, json
from scipy import stats
rng=np.random.default_rng(7)
sets=[[0.987,0.989,0.984],[1,2,3,4],[5.5,5.5],list(np.round(rng.normal(100,3,10),6)),list(np.round(rng.exponential(2,25),6)),[1e9+1,1e9+2,1e9+4],[-1.5,0,2.25,7,7]]
out={'numpy':np.__version__,'scipy':__import__('scipy').__version__,'summaries':[],'paired':[],'unpaired':[],'holm':[],'t':[]}
for s in sets:
    a=np.array(s,float)
    ci=stats.t.interval(0.95,len(a)-1,loc=a.mean(),scale=stats.sem(a)) 
    bs=stats.bootstrap((a,),np.mean,n_resamples=200000,method='percentile',random_state=np.random.default_rng(1)).confidence_interval if a.std()>0 else (a.mean(),a.mean())
    out['summaries'].append(dict(values=s,mean=a.mean(),sd=a.std(ddof=1),se=stats.sem(a),median=float(np.median(a)),iqm=stats.trim_mean(a,0.25),t=list(ci),bootstrap=[bs[0],bs[1]]))
for f in [1,2,3,10,100]: out['t'].append([f,stats.t.ppf(0.975,f)])
for a,b in [([1.0,2,3,4,5],[1.5,2.1,3.9,4.2,5.8]),([0.9,0.91,0.92],[0.8,0.85,0.81]),(list(np.round(rng.normal(0,1,12),4)),list(np.round(rng.normal(.5,1,12),4)))]:
    r=stats.permutation_test((np.array(a),np.array(b)),lambda x,y,axis:np.mean(x-y,axis=axis),permutation_type='samples',vectorized=True,n_resamples=np.inf)
    out['paired'].append(dict(one=a,other=b,p=r.pvalue))
for a,b in [([1.0,2,3,4,5],[1.5,2.1,3.9,4.2,5.8,9]),([0.9,0.91,0.92],[0.8,0.85,0.81]),([1.0,1.0],[1.0,1.0,1.0])]:
    r=stats.permutation_test((np.array(a),np.array(b)),lambda x,y,axis:np.mean(x,axis=axis)-np.mean(y,axis=axis),permutation_type='independent',vectorized=True,n_resamples=np.inf)
    out['unpaired'].append(dict(one=a,other=b,p=r.pvalue))
json.dump(out,open('scipy.json','w'),default=float,indent=1)
