//! The use cases of Switchroom: one folder a noun, one file a verb. Every use case authorises first, then queries with
//! the tenant in the WHERE clause, and writes its history in the same transaction as the change.
