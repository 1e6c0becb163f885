# Writes the files beside it: PyTorch 2.13.0, Keras 3.15.1 on JAX 0.10.2, Optax 0.2.8, NumPy 2.4.6, pandas 3.1.1, Python 3.11;
# all of the 2-2-1 network with sigmoid, in 64 bits.
import os, json, sys
os.environ['KERAS_BACKEND']='jax'; os.environ['JAX_ENABLE_X64']='1'
import numpy as np
W1=np.array([[.2,.4],[-.3,.5]]); b1=np.array([.1,-.1]); W2=np.array([[.7,-.6]]); b2=np.array([.2])
x=np.array([.5,.8]); t=np.array([1.0])
# ---------------- PyTorch
import torch
def torch_model():
    torch.set_default_dtype(torch.float64)
    model=torch.nn.Sequential(torch.nn.Linear(2,2),torch.nn.Sigmoid(),torch.nn.Linear(2,1))
    with torch.no_grad():
        for p,v in zip(model.parameters(),[W1,b1,W2,b2]): p.copy_(torch.tensor(v))
    return model
model=torch_model(); optimizer=torch.optim.SGD(model.parameters(),lr=.1)
X,T=torch.tensor(x),torch.tensor(t)
loss=((model(X)-T)**2).sum()/2
loss.backward()
gradients={name: p.grad.tolist() for name,p in model.named_parameters()}
json.dump({"loss":loss.item(),"gradients":gradients},open("pytorch-2.13.json","w"))
from safetensors.torch import save_file
save_file({name:p.grad for name,p in model.named_parameters()},"pytorch-2.13-gradients.safetensors")
optimizer.step()
save_file(model.state_dict(),"pytorch-2.13-updated.safetensors")
for _ in range(9):
    optimizer.zero_grad(); (((model(X)-T)**2).sum()/2).backward(); optimizer.step()
save_file(model.state_dict(),"pytorch-2.13-after-10.safetensors")
# ---------------- Keras
import keras, jax, jax.numpy as jnp
keras.config.set_floatx('float64')
def keras_model(opt):
    m=keras.Sequential([keras.Input((2,)),keras.layers.Dense(2,activation='sigmoid'),keras.layers.Dense(1)])
    for v,a in zip(m.trainable_variables,[W1.T,b1,W2.T,b2]): v.assign(a)
    m.compile(optimizer=opt,loss=lambda t,y: keras.ops.sum((y-t)**2,axis=-1)/2)
    return m
m=keras_model(keras.optimizers.SGD(.1))
def lossf(tv):
    y,_=m.stateless_call(tv,[],jnp.array([x])); return ((y-t)**2).sum()/2
g=jax.grad(lossf)([v.value for v in m.trainable_variables])
np.savez("keras-3.15.npz",**{v.path:np.array(a) for v,a in zip(m.trainable_variables,g)})
m.train_on_batch(x[None],t[None])
np.savez("keras-3.15-updated.npz",**{v.path:v.numpy() for v in m.trainable_variables})
# ---------------- JAX
params={"hidden":{"w":jnp.array(W1.T),"b":jnp.array(b1)},"output":{"w":jnp.array(W2.T),"b":jnp.array(b2)}}
def jloss(p):
    h=jax.nn.sigmoid(jnp.array(x)@p["hidden"]["w"]+p["hidden"]["b"]); y=h@p["output"]["w"]+p["output"]["b"]
    return ((y-t)**2).sum()/2
L,G=jax.value_and_grad(jloss)(params)
json.dump({"loss":float(L),"gradients":jax.tree.map(lambda a:a.tolist(),G)},open("jax-0.10.json","w"))
# encoder/decoder: names in the alphabet's order, which is not the order of the layers
json.dump({"decoder":jax.tree.map(lambda a:a.tolist(),G["output"]),"encoder":jax.tree.map(lambda a:a.tolist(),G["hidden"])},open("jax-0.10-other-names.json","w"))
# ---------------- NumPy
def numpy_gradients(slope=True):
    a=1/(1+np.exp(-(W1@x+b1))); y=W2@a+b2; d2=y-t; d1=(W2.T@d2)*(a*(1-a) if slope else 1)
    return dict(dW1=np.outer(d1,x),db1=d1,dW2=np.outer(d2,a),db2=d2)
G=numpy_gradients()
np.savez("numpy-2.4.npz",**G)
os.makedirs("numpy-2.4",exist_ok=True)
for k,v in G.items(): np.savetxt(f"numpy-2.4/{k}.csv",v,delimiter=",")
np.savetxt("numpy-2.4/dW1.txt",G["dW1"],header="row per neuron")
np.save("numpy-2.4/dW1.npy",G["dW1"])
import pandas as pd, csv
names=dict(zip(["w11","w12","w21","w22"],G["dW1"].ravel()))|{"b1":G["db1"][0],"b2":G["db1"][1],"w31":G["dW2"][0,0],"w32":G["dW2"][0,1],"b3":G["db2"][0]}
pd.Series(names).to_csv("pandas-3.1-series.csv")
pd.DataFrame([names]).to_csv("pandas-3.1-columns.csv",index=False)
pd.DataFrame([names]).to_csv("pandas-3.1-index.csv")
with open("python-3.11-elements.csv","w",newline="") as f:
    w=csv.writer(f); w.writerow(["name","value"])
    for k,v in G.items():
        for i,n in np.ndenumerate(v): w.writerow([f"{k}[{','.join(map(str,i))}]",n])
# with mistakes put in
np.savez("numpy-2.4-without-slope.npz",**numpy_gradients(False))
model=torch_model(); loss=((model(X)-T)**2).sum()/2; loss.backward(); (((model(X)-T)**2).sum()/2).backward()
json.dump({"gradients":{n:p.grad.tolist() for n,p in model.named_parameters()}},open("pytorch-2.13-not-zeroed.json","w"))
m=keras_model(keras.optimizers.SGD(.1)); 
def lossm(tv):
    y,_=m.stateless_call(tv,[],jnp.array([x])); return ((y-t)**2).mean()
g=jax.grad(lossm)([v.value for v in m.trainable_variables])
np.savez("keras-3.15-factor-two.npz",**{v.path:np.array(a) for v,a in zip(m.trainable_variables,g)})
GJ=jax.grad(lambda p:-jloss(p))(params)
json.dump(jax.tree.map(lambda a:a.tolist(),GJ),open("jax-0.10-sign.json","w"))
# ---------------- updates by the libraries' own rules: three of each
import optax
def by_keras(opt):
    m=keras_model(opt); steps=[]
    for _ in range(3):
        m.train_on_batch(x[None],t[None]); steps.append({v.path:v.numpy().tolist() for v in m.trainable_variables})
    return steps
def by_optax(opt):
    p=params; s=opt.init(p); steps=[]
    for _ in range(3):
        u,s=opt.update(jax.grad(jloss)(p),s,p); p=optax.apply_updates(p,u)
        q=p
        steps.append({"hidden.kernel":q["hidden"]["w"].tolist(),"hidden.bias":q["hidden"]["b"].tolist(),"output.kernel":q["output"]["w"].tolist(),"output.bias":q["output"]["b"].tolist()})
    return steps
def by_torch(make,clip=None,sched=None):
    m=torch_model(); o=make(m.parameters()); s=sched(o) if sched else None; steps=[]
    for _ in range(3):
        o.zero_grad(); (((m(X)-T)**2).sum()/2).backward()
        if clip: torch.nn.utils.clip_grad_norm_(m.parameters(),clip)
        o.step(); 
        if s: s.step()
        steps.append({k:v.tolist() for k,v in m.state_dict().items()})
    return steps
K=keras.optimizers; sch=K.schedules.ExponentialDecay(.125,1,.5)
out={
 "keras sgd":by_keras(K.SGD(.1)), "keras momentum":by_keras(K.SGD(.1,momentum=.9)), "keras nesterov":by_keras(K.SGD(.1,momentum=.9,nesterov=True)),
 "keras momentum exponential":by_keras(K.SGD(sch,momentum=.9)),
 "keras adam":by_keras(K.Adam(.1)), "keras adam 1e-8":by_keras(K.Adam(.1,epsilon=1e-8)), "keras adamw":by_keras(K.AdamW(.1,weight_decay=.01)),
 "keras rmsprop":by_keras(K.RMSprop(.1)), "keras rmsprop 1e-8":by_keras(K.RMSprop(.1,epsilon=1e-8)), "keras adagrad":by_keras(K.Adagrad(.1)),
 "keras adagrad 0":by_keras(K.Adagrad(.1,initial_accumulator_value=0,epsilon=1e-8)), "keras clip":by_keras(K.SGD(.1,global_clipnorm=.5)),
 "optax sgd":by_optax(optax.sgd(.1)), "optax momentum":by_optax(optax.sgd(.1,momentum=.9)), "optax nesterov":by_optax(optax.sgd(.1,momentum=.9,nesterov=True)),
 "optax momentum exponential":by_optax(optax.sgd(optax.exponential_decay(.125,1,.5),momentum=.9)),
 "optax adam":by_optax(optax.adam(.1)), "optax adamw":by_optax(optax.adamw(.1,weight_decay=.01)), "optax rmsprop":by_optax(optax.rmsprop(.1)), "optax adagrad":by_optax(optax.adagrad(.1)),
 "optax clip":by_optax(optax.chain(optax.clip_by_global_norm(.5),optax.sgd(.1))),
 "pytorch sgd":by_torch(lambda p:torch.optim.SGD(p,.1)), "pytorch momentum":by_torch(lambda p:torch.optim.SGD(p,.1,momentum=.9)),"pytorch nesterov":by_torch(lambda p:torch.optim.SGD(p,.1,momentum=.9,nesterov=True)),
 "pytorch momentum exponential":by_torch(lambda p:torch.optim.SGD(p,.125,momentum=.9),None,lambda o:torch.optim.lr_scheduler.ExponentialLR(o,.5)),
 "pytorch adam":by_torch(lambda p:torch.optim.Adam(p,.1)), "pytorch adamw":by_torch(lambda p:torch.optim.AdamW(p,.1,weight_decay=.01)), "pytorch rmsprop":by_torch(lambda p:torch.optim.RMSprop(p,.1,alpha=.9)), "pytorch adagrad":by_torch(lambda p:torch.optim.Adagrad(p,.1,eps=1e-8)),
 "pytorch clip":by_torch(lambda p:torch.optim.SGD(p,.1),.5),
}
json.dump(out,open("updates.json","w"),indent=0)
print(torch.__version__,keras.__version__,jax.__version__,optax.__version__,np.__version__,pd.__version__)
