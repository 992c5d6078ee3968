"""The line that says that this is a demonstration, for the frames of site and desk."""

from django import template
from django.conf import settings

register = template.Library()


@register.inclusion_tag("demo/banner.html")
def demo_banner() -> dict[str, bool]:
    """Show the line in a demonstration, and nothing anywhere else."""
    return {"is_demo": settings.DEMO}
