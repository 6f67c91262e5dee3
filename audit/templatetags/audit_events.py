from django import template

from audit import presenters

register = template.Library()
register.filter("event_label", presenters.event_label)
