//! Bulk import through HTTP. What sheets mean, cell by cell, is tested beside the code that reads them.

mod journey;
mod refusals;
mod restart;
mod sheets;
mod undo;
mod update;

use reqwest::{
    Method,
    multipart::{Form, Part},
};
use serde_json::Value;
use switchroom_core::jobs;
use switchroom_testkit::{Answer, Person, World};
use switchroom_types::AccountId;

const HEADINGS: &str = "FIRST NAME,LAST NAME,NAME,EMAIL,ROLE";

fn path(account: AccountId) -> String {
    format!("/api/v1/accounts/{account}/imports")
}

/// A CSV sheet with the usual headings.
fn csv(rows: &[&str]) -> Vec<u8> {
    format!("{HEADINGS}\n{}\n", rows.join("\n")).into_bytes()
}

fn people(count: usize) -> Vec<u8> {
    let rows: Vec<String> = (0..count).map(|n| format!("First{n},Last{n},,person{n}@import.test,")).collect();
    csv(&rows.iter().map(String::as_str).collect::<Vec<_>>())
}

/// Posts a file as a form does; `query` follows the path of the imports.
async fn upload(person: &Person, account: AccountId, query: &str, name: &str, bytes: impl Into<Vec<u8>>) -> Answer {
    let part = Part::bytes(bytes.into()).file_name(name.to_owned());
    let request = person.client.request(Method::POST, &format!("{}{query}", path(account)));
    person.client.send(request.multipart(Form::new().part("file", part))).await
}

/// The job when it has ended; the server of the test may be working on it too.
async fn ended(world: &World, person: &Person, job: &Value) -> Value {
    let path = format!("/api/v1/jobs/{}", job.as_str().unwrap());
    loop {
        jobs::run_due(&world.portal).await.unwrap();
        let job = person.get(&path).await.success().value();
        if !job["finished_at"].is_null() {
            return job;
        }
        tokio::task::yield_now().await;
    }
}

/// `row:field:code` of every error in a report.
fn errors(report: &Value) -> Vec<String> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let errors = report["errors"].as_array().unwrap().iter();
    errors.map(|error| format!("{}:{}:{}", error["row"], text(&error["field"]), text(&error["code"]))).collect()
}

/// Addresses of the people of an account whose address has this ending.
async fn emails(person: &Person, account: AccountId, ending: &str) -> Vec<String> {
    let page = person.get(&format!("/api/v1/accounts/{account}/users?limit=200&search={ending}")).await.success().value();
    let mut emails: Vec<String> = page["items"].as_array().unwrap().iter().map(|user| user["email"].as_str().unwrap().to_owned()).collect();
    emails.sort();
    emails
}
