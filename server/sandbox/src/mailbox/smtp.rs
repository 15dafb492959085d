//! The receiving side of SMTP (RFC 5321), as much of it as a client needs to hand over a mail.

use super::Mailbox;
use tokio::io::{AsyncBufRead, AsyncBufReadExt, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;

/// Bytes of one mail.
const LARGEST: usize = 20 * 1024 * 1024;
/// Bytes of one command line (RFC 5321, 4.5.3.1.4, with room for extensions).
const LONGEST_LINE: usize = 4 * 1024;

pub async fn listen(listener: TcpListener, mailbox: Mailbox, stop: CancellationToken) {
    loop {
        let accepted = tokio::select! {
            () = stop.cancelled() => return,
            accepted = listener.accept() => accepted,
        };
        let Ok((stream, _)) = accepted else { continue };
        let (mailbox, stop) = (mailbox.clone(), stop.clone());
        tokio::spawn(async move {
            tokio::select! {
                () = stop.cancelled() => {}
                result = converse(stream, &mailbox) => {
                    if let Err(error) = result {
                        tracing::debug!(%error, "an SMTP conversation broke off");
                    }
                }
            }
        });
    }
}

#[derive(Default)]
struct Envelope {
    from: Option<String>,
    to: Vec<String>,
}

async fn converse(stream: TcpStream, mailbox: &Mailbox) -> std::io::Result<()> {
    let (read, mut write) = stream.into_split();
    let mut read = BufReader::new(read);
    let mut envelope = Envelope::default();
    say(&mut write, "220 sandbox ESMTP").await?;
    loop {
        let Some(line) = line(&mut read, LONGEST_LINE).await? else { return Ok(()) };
        let line = String::from_utf8_lossy(&line).into_owned();
        let (verb, rest) = line.split_once(' ').unwrap_or((line.as_str(), ""));
        match verb.to_ascii_uppercase().as_str() {
            "EHLO" => say(&mut write, &format!("250-sandbox\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 SIZE {LARGEST}")).await?,
            "HELO" => say(&mut write, "250 sandbox").await?,
            "MAIL" => match address(rest, "FROM:") {
                Some(from) => {
                    envelope = Envelope { from: Some(from), to: Vec::new() };
                    say(&mut write, "250 OK").await?;
                }
                None => say(&mut write, "501 Syntax: MAIL FROM:<address>").await?,
            },
            "RCPT" => match address(rest, "TO:") {
                _ if envelope.from.is_none() => say(&mut write, "503 MAIL comes first").await?,
                Some(to) if !to.is_empty() => {
                    envelope.to.push(to);
                    say(&mut write, "250 OK").await?;
                }
                _ => say(&mut write, "501 Syntax: RCPT TO:<address>").await?,
            },
            "DATA" if envelope.to.is_empty() => say(&mut write, "503 RCPT comes first").await?,
            "DATA" => {
                say(&mut write, "354 End with a line that is a dot").await?;
                let raw = data(&mut read).await?;
                let Envelope { from, to } = std::mem::take(&mut envelope);
                match (mailbox.take_fault(), raw) {
                    (Some((code, text)), _) => {
                        say(&mut write, &format!("{code} {}", if text.is_empty() { "Refused" } else { &text })).await?
                    }
                    (None, None) => say(&mut write, "552 Too large").await?,
                    (None, Some(raw)) => {
                        mailbox.receive(from.unwrap_or_default(), to, raw);
                        say(&mut write, "250 OK").await?;
                    }
                }
            }
            "RSET" => {
                envelope = Envelope::default();
                say(&mut write, "250 OK").await?;
            }
            "NOOP" => say(&mut write, "250 OK").await?,
            "QUIT" => {
                say(&mut write, "221 Bye").await?;
                return Ok(());
            }
            _ => say(&mut write, "502 Not implemented").await?,
        }
    }
}

async fn say(write: &mut (impl AsyncWrite + Unpin), text: &str) -> std::io::Result<()> {
    write.write_all(text.as_bytes()).await?;
    write.write_all(b"\r\n").await?;
    write.flush().await
}

/// One line without its end; `None` when the peer has gone.
async fn line(read: &mut (impl AsyncBufRead + Unpin), longest: usize) -> std::io::Result<Option<Vec<u8>>> {
    let mut line = Vec::new();
    loop {
        let available = read.fill_buf().await?;
        if available.is_empty() {
            return Ok(None);
        }
        let end = available.iter().position(|byte| *byte == b'\n');
        let taken = end.map_or(available.len(), |end| end + 1);
        line.extend_from_slice(available.get(..taken).unwrap_or_default());
        read.consume(taken);
        if line.len() > longest {
            return Err(std::io::Error::other("a line is too long"));
        }
        if end.is_some() {
            while line.last().is_some_and(|byte| b"\r\n".contains(byte)) {
                line.pop();
            }
            return Ok(Some(line));
        }
    }
}

/// The mail up to the lone dot, with doubled dots undone (RFC 5321, 4.5.2); `None` if it is too large.
async fn data(read: &mut (impl AsyncBufRead + Unpin)) -> std::io::Result<Option<Vec<u8>>> {
    let mut raw = Vec::new();
    loop {
        let Some(line) = line(read, LARGEST).await? else { return Err(std::io::ErrorKind::UnexpectedEof.into()) };
        if line == b"." {
            return Ok((raw.len() <= LARGEST).then_some(raw));
        }
        if raw.len() <= LARGEST {
            raw.extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
            raw.extend_from_slice(b"\r\n");
        }
    }
}

/// `FROM:<ada@x.test> SIZE=1` → `ada@x.test`.
fn address(rest: &str, word: &str) -> Option<String> {
    let (start, after) = rest.trim().split_at_checked(word.len())?;
    let path = after.trim_start().strip_prefix('<').filter(|_| start.eq_ignore_ascii_case(word))?;
    path.split_once('>').map(|(address, _)| address.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_the_envelope() {
        assert_eq!(address("FROM:<ada@x.test> SIZE=1", "FROM:").as_deref(), Some("ada@x.test"));
        assert_eq!(address("to: <ada@x.test>", "TO:").as_deref(), Some("ada@x.test"));
        assert_eq!(address("FROM:<>", "FROM:").as_deref(), Some(""));
        assert_eq!(address("ada@x.test", "FROM:"), None);
    }
}
