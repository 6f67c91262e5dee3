"""The founding story: さぬき市, 令和3年度, three advisors in three fields.

The course of events and the results follow the city's published report; the people, the applicants
and the wording are made up.
"""
