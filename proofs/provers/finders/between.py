def strength(*a): raise NotImplementedError
def times(*a): raise NotImplementedError
