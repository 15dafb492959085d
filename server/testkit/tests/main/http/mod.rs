//! What holds for every request, whatever it asks for.

mod assets;
mod health;
mod input;
mod origin;
mod page;
mod shutdown;
