"""An independent reading of the contract: slow, plain, whole histories folded for each question.

Nothing here imports the product, and the product imports nothing from here. Each rule stands below
the sentence of the contract that it reads.
"""
