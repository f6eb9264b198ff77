"""What only the publisher can say, and what each of it is; settings read it, pages show it."""

TOLD_BY_THE_PUBLISHER = {
    "PUBLISHER": "the body that publishes the portal",
    "CONTACT_EMAIL": "the address to which readers write",
    "STATISTICAL_STATUS": "the status of the figures",
    "COMPLIANCE_STATUS": "how far the portal complies with WCAG 2.2 AA",
    "ENFORCEMENT_TEXT": "whom to turn to where a complaint about accessibility is not answered well",
    "STATEMENT_DATES": "when the accessibility statement was prepared and the portal last tested",
    "PRIVACY_TEXT": "legal basis, retention and data protection officer",
}
