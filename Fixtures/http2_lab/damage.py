def all_of(folder):
    pass
