"""Mutants of the domain: which changes of its meaning would no test notice?"""
