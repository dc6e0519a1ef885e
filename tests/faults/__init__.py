"""Faults, survived and counted: the service under load, and what must not happen to it.

    make faults                                    100 x kill -9, and every other fault
    make faults ARGS='--database postgres --rounds 20 --seed 7'

What was acknowledged is written down outside of the service, on disk, before anything else is
posted (`notebook`). After every fault the ledger is asked for all that it has, and that is
compared (`counting`). `planted` puts bugs into a served process, to show that they are caught.
"""
