def start(lab):
    pass
