//! The tokens of a macro, without bodies and docs, one thought a line.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

/// Attributes inside macros that no user of what they make would miss.
const DROPPED: [&str; 5] = ["doc", "must_use", "serde", "allow", "expect"];

/// The text of `tokens`, indented by `depth` steps.
pub(super) fn text(tokens: TokenStream, depth: usize) -> String {
    let mut printer = Printer::default();
    printer.tokens(without_bodies(tokens), depth);
    printer.end_line(depth);
    printer.text
}

/// Replaces the body behind each `fn` by a semicolon, and leaves docs out.
fn without_bodies(tokens: TokenStream) -> TokenStream {
    let mut kept: Vec<TokenTree> = Vec::new();
    let mut in_signature = false;
    for token in tokens {
        match token {
            TokenTree::Group(group) if is_dropped_attribute(&group, kept.last()) => {
                kept.pop();
            }
            TokenTree::Group(group) if in_signature && group.delimiter() == Delimiter::Brace => {
                in_signature = false;
                kept.push(semicolon());
            }
            TokenTree::Group(group) => {
                let inner = without_bodies(group.stream());
                kept.push(Group::new(group.delimiter(), inner).into());
            }
            token => {
                match &token {
                    TokenTree::Ident(word) if word == "fn" => in_signature = true,
                    TokenTree::Punct(mark) if mark.as_char() == ';' => in_signature = false,
                    _ => {}
                }
                kept.push(token);
            }
        }
    }
    kept.into_iter().collect()
}

fn semicolon() -> TokenTree {
    proc_macro2::Punct::new(';', proc_macro2::Spacing::Alone).into()
}

fn is_dropped_attribute(group: &Group, before: Option<&TokenTree>) -> bool {
    let after_hash = matches!(before, Some(TokenTree::Punct(mark)) if mark.as_char() == '#');
    let first = group.stream().into_iter().next();
    let dropped =
        matches!(first, Some(TokenTree::Ident(name)) if DROPPED.iter().any(|it| name == it));
    after_hash && dropped && group.delimiter() == Delimiter::Bracket
}

#[derive(Default)]
struct Printer {
    text: String,
    line: Vec<TokenTree>,
}

impl Printer {
    fn tokens(&mut self, tokens: TokenStream, depth: usize) {
        for token in tokens {
            match token {
                TokenTree::Group(group) if has_braces(&group) => self.block(&group, depth),
                token => {
                    self.line.push(token);
                    if self.is_complete() {
                        self.end_line(depth);
                    }
                }
            }
        }
    }

    /// Whether the line ends a thought: `;`, or a `,` that separates no generic arguments.
    fn is_complete(&self) -> bool {
        let mark = |token: &TokenTree| match token {
            TokenTree::Punct(mark) => mark.as_char(),
            _ => ' ',
        };
        let marks: Vec<char> = self.line.iter().map(mark).collect();
        let arrows = marks
            .windows(2)
            .filter(|pair| matches!(pair, ['-' | '=', '>']));
        let count = |wanted| marks.iter().filter(|mark| **mark == wanted).count();
        match marks.last() {
            Some(';') => true,
            Some(',') => count('<') + arrows.count() == count('>'),
            _ => false,
        }
    }

    /// A group on lines of its own.
    fn block(&mut self, group: &Group, depth: usize) {
        let (open, close) = match group.delimiter() {
            Delimiter::Brace => ("{", "}"),
            Delimiter::Parenthesis => ("(", ")"),
            Delimiter::Bracket => ("[", "]"),
            Delimiter::None => ("", ""),
        };
        self.end_line(depth);
        self.add(depth, open);
        self.tokens(group.stream(), depth + 1);
        self.end_line(depth + 1);
        self.add(depth, close);
    }

    fn end_line(&mut self, depth: usize) {
        let tokens: TokenStream = std::mem::take(&mut self.line).into_iter().collect();
        self.add(depth, &tokens.to_string());
    }

    fn add(&mut self, depth: usize, text: &str) {
        if !text.is_empty() {
            self.text.push_str(&"    ".repeat(depth));
            self.text.push_str(text);
            self.text.push('\n');
        }
    }
}

/// Whether a group is a block or holds one.
fn has_braces(group: &Group) -> bool {
    let inner = |token| matches!(token, TokenTree::Group(group) if has_braces(&group));
    group.delimiter() == Delimiter::Brace || group.stream().into_iter().any(inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_and_docs_go_signatures_and_values_stay() {
        let tokens = "/// Doc.\n pub enum Status { /// A.\n Running = \"run\", Gone = \"gone\" }
            impl Status { #[must_use] pub fn is(&self) -> Result<bool, u8> { let a = 1; a == 1 } }";
        let text = text(tokens.parse().unwrap(), 0);
        assert_eq!(
            text,
            "pub enum Status\n{\n    Running = \"run\" ,\n    Gone = \"gone\"\n}\nimpl Status\n{\n    \
             pub fn is (& self) -> Result < bool , u8 > ;\n}\n"
        );
    }
}
