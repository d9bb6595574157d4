# What the apps for Android and iOS say. Both read it through the bindings, so that both say the same.

app-name = Xunlou
