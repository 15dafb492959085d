//! The server binary as a library, so that tests can start it in-process.
