//! The language of every text on screen.
