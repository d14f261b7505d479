//! `CostTime`: how long is paid for in advance.

/// Whether a new machine can have this term in this selling mode.
///
/// Documented: a number, then `D`, `W` or `M`; `+` in front only adds to a term that runs, and pay
/// as you go is shown with `""`. That daily takes `D`, weekly `W` and monthly `M` is a guess.
///
/// # Errors
/// What is wrong with it.
pub(super) fn check(mode: &str, term: &str) -> Result<(), String> {
    let unit = match mode {
        "1" if term.is_empty() => return Ok(()),
        "1" => return Err("CostTime is not for pay as you go".into()),
        "2" => 'M',
        "3" => 'W',
        "4" => 'D',
        _ => return Err(format!("CostType is {mode:?}, not 1, 2, 3 or 4")),
    };
    let number = term.strip_suffix(unit).unwrap_or_default();
    let digits = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    if digits && !number.starts_with('0') {
        Ok(())
    } else {
        Err(format!("CostTime {term:?} does not fit CostType {mode}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_fits_its_mode_only() {
        for (mode, term) in [("1", ""), ("4", "3D"), ("3", "2W"), ("2", "12M")] {
            assert_eq!(check(mode, term), Ok(()), "{mode} {term}");
        }
        let wrong = [
            ("1", "3D"),
            ("4", ""),
            ("4", "3"),
            ("4", "D"),
            ("4", "3W"),
            ("4", "3d"),
            ("4", "+3D"),
            ("4", "0D"),
            ("4", "1W2D"),
            ("2", "1D"),
            ("", ""),
            ("5", "1D"),
        ];
        for (mode, term) in wrong {
            assert!(check(mode, term).is_err(), "{mode} {term}");
        }
    }
}
