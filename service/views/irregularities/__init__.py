"""What was irregular: showing events by their positions, each judged with its companions.

A rule fetches its showing events in batches from an index, and what it needs to judge a batch by
index too, so that a page costs what it looks at, whatever the size of the programme.
"""
