use super::*;
use serde_json::json;
use std::io::{Cursor, Write};

/// A small archive with one entry of that many spaces.
fn bomb(unpacked: usize) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let deflated = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    writer.start_file("xl/worksheets/sheet1.xml", deflated).unwrap();
    writer.write_all(&vec![b' '; unpacked]).unwrap();
    writer.finish().unwrap().into_inner()
}

/// IMP-07 files that are no sheet, lack columns, are too large, or unpack to too much are refused before the preview, with the
/// reason, and nothing is stored
#[tokio::test]
async fn bad_files() {
    let world = World::start().await;
    let first = &world.a.first;
    let latin1 = [csv(&["Ann,Bo,,a@import.test,"]).as_slice(), b"J\xfcrgen,K,,j@import.test,\n"].concat();
    for (name, bytes, status, code) in [
        ("photo.xlsx", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(), 422, "imports.not_a_sheet"),
        ("renamed.xlsx", csv(&["A,B,,a@import.test,"]), 422, "imports.not_a_sheet"),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....".to_vec(), 422, "imports.protected"),
        ("columns.csv", b"NAME,MAIL\nAnn,a@import.test\n".to_vec(), 422, "imports.missing_columns"),
        ("nothing.csv", Vec::new(), 422, "imports.no_rows"),
        ("headings.csv", csv(&[]), 422, "imports.no_rows"),
        ("latin1.csv", latin1, 422, "imports.encoding"),
        ("bomb.xlsx", bomb(101 * 1024 * 1024), 413, "imports.too_large_unpacked"),
        ("large.csv", vec![b'a'; 20 * 1024 * 1024 + 1], 413, "imports.too_large"),
        ("huge.csv", vec![b'a'; 22 * 1024 * 1024], 413, "input.too_large"),
    ] {
        let answer = upload(&first.admin, first.account_id, "", name, bytes).await;
        assert_eq!(answer.header("content-type"), "application/problem+json", "{name}: {}", answer.text());
        let problem = answer.value();
        assert_eq!((answer.status.as_u16(), problem["code"].as_str()), (status, Some(code)), "{name}: {problem}");
        assert!(!problem["detail"].as_str().unwrap().is_empty());
    }
    assert_eq!(first.admin.get(&path(first.account_id)).await.success().value()["items"], json!([]));
}

/// IMP-07 requests that are no form with a file are refused with what to send
#[tokio::test]
async fn bad_forms() {
    let world = World::start().await;
    let first = &world.a.first;
    let at = path(first.account_id);
    first.admin.post(&at, json!({})).await.problem(415, "input.unsupported_media_type");
    let form = first.admin.client.request(Method::POST, &at).multipart(Form::new().text("file", "a text without a file name"));
    assert_eq!(first.admin.client.send(form).await.problem(422, "input.invalid")["errors"][0]["field"], "file");
    let cut = "--x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\nFIRST NAME";
    let request = first.admin.client.request(Method::POST, &at).header("content-type", "multipart/form-data; boundary=x").body(cut);
    first.admin.client.send(request).await.problem(400, "input.malformed");
}

/// IMP-01 who may not import is told before the file is read, and so is everybody in a Partner Account
#[tokio::test]
async fn who_may_not() {
    let world = World::start().await;
    let first = &world.a.first;
    let large = vec![b'a'; 20 * 1024 * 1024 + 1];
    upload(&first.user, first.account_id, "", "large.csv", large.clone()).await.problem(403, "permission.denied");
    upload(&world.a.second.admin, first.account_id, "", "large.csv", large.clone()).await.problem(404, "account.not_found");
    upload(&world.b.administrator, first.account_id, "", "large.csv", large.clone()).await.problem(404, "account.not_found");
    upload(&world.operator, first.account_id, "", "large.csv", large.clone()).await.problem(404, "account.not_found");
    upload(&world.a.administrator, world.a.account_id, "", "large.csv", large).await.problem(409, "imports.customers_only");
}

/// IMP-07 file names come back without folders; hostile ones harm nobody
#[tokio::test]
async fn file_names() {
    let world = World::start().await;
    let first = &world.a.first;
    for (sent, kept) in [("../../etc/people.csv", "people.csv"), ("C:\\Users\\me\\<b>.csv", "<b>.csv")] {
        let report = upload(&first.admin, first.account_id, "?dry_run=true", sent, people(1)).await.success().value();
        assert_eq!(report["file_name"], kept);
    }
}
