"""What may be done, and which permission each address asks for.

Every URL name of the portal stands in `URL_PERMISSIONS`; one that is missing fails the build.
"""

from enum import StrEnum


class Permission(StrEnum):
    PUBLIC = "public"
    """Anybody may, signed in or not."""


URL_PERMISSIONS: dict[str, Permission] = {
    "root": Permission.PUBLIC,
    "health": Permission.PUBLIC,
    "robots": Permission.PUBLIC,
    "sitemap": Permission.PUBLIC,
    "portal:home": Permission.PUBLIC,
    "portal:search": Permission.PUBLIC,
    "portal:health_board": Permission.PUBLIC,
    "portal:cluster": Permission.PUBLIC,
    "portal:accessibility": Permission.PUBLIC,
    "portal:privacy": Permission.PUBLIC,
    "portal:sources": Permission.PUBLIC,
    "portal:site_map": Permission.PUBLIC,
    "portal:contact": Permission.PUBLIC,
    "portal:about": Permission.PUBLIC,
    "clusters:practice": Permission.PUBLIC,
    "clusters:planning_group": Permission.PUBLIC,
    "portal:local_authority": Permission.PUBLIC,
    "indicators:summary": Permission.PUBLIC,
    "indicators:summary_csv": Permission.PUBLIC,
    "indicators:health_board_summary": Permission.PUBLIC,
    "indicators:health_board_summary_csv": Permission.PUBLIC,
    "indicators:catalogue": Permission.PUBLIC,
    "indicators:methods": Permission.PUBLIC,
    "indicators:releases": Permission.PUBLIC,
    "indicators:summary_csv_metadata": Permission.PUBLIC,
    "indicators:data_package": Permission.PUBLIC,
    "indicators:compare": Permission.PUBLIC,
    "indicators:indicator": Permission.PUBLIC,
    "indicators:summary_download": Permission.PUBLIC,
    "indicators:health_board_summary_download": Permission.PUBLIC,
    "indicators:cluster_download": Permission.PUBLIC,
    "indicators:local_authority_download": Permission.PUBLIC,
    "indicators:health_board_download": Permission.PUBLIC,
    "indicators:compare_download": Permission.PUBLIC,
    "indicators:fifths_chart": Permission.PUBLIC,
    "indicators:cluster_profile_chart": Permission.PUBLIC,
    "indicators:local_authority_profile_chart": Permission.PUBLIC,
    "indicators:health_board_profile_chart": Permission.PUBLIC,
    "indicators:clusters_chart": Permission.PUBLIC,
    "indicators:health_boards_chart": Permission.PUBLIC,
    "indicators:local_authorities_chart": Permission.PUBLIC,
    "indicators:distribution_chart": Permission.PUBLIC,
    "indicators:funnel_chart": Permission.PUBLIC,
    "indicators:map_chart": Permission.PUBLIC,
    "indicators:cluster_age_chart": Permission.PUBLIC,
    "indicators:cluster_deprivation_chart": Permission.PUBLIC,
    "indicators:health_board_age_chart": Permission.PUBLIC,
    "indicators:health_board_deprivation_chart": Permission.PUBLIC,
}
