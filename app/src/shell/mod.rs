//! The document, navigation, account picker and notifications around every page.
