//! Parts of the portal that an integration brings: while an account has none of an area's integrations, nothing of the area
//! shows. Navigation and Application Launcher ask here, and nowhere else (SHELL-03, SHELL-09).

use crate::text_enum;

text_enum! {
    Area {
        MivoiceBusiness => "mivoice_business",
        VoiceAssist => "voice_assist",
        /// With Mitel One Workgroups.
        CustomerCare => "customer_care",
        Zoom => "zoom",
        /// CloudLink Gateway, with the reports about it.
        Gateway => "gateway",
        WorkflowStudio => "workflow_studio",
    }
}

impl Area {
    /// The kinds of integration of which one is enough.
    pub fn integrations(self) -> &'static [&'static str] {
        match self {
            Self::MivoiceBusiness => &["mivoice_business"],
            Self::VoiceAssist => &["voice_assist"],
            Self::CustomerCare => &["customer_care", "mitel_one_workgroups"],
            Self::Zoom => &["zoom"],
            Self::Gateway => &["gateway"],
            Self::WorkflowStudio => &["workflow_studio"],
        }
    }

    /// Whether an account with these integrations has it.
    pub fn is_in(self, integrations: &[String]) -> bool {
        integrations.iter().any(|kind| self.integrations().contains(&kind.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// SHELL-03 an area is there while one of its integrations is
    #[test]
    fn an_area_comes_with_its_integration() {
        for area in Area::ALL {
            assert!(!area.is_in(&[]) && !area.is_in(&["chat".to_owned()]), "{area}");
            for kind in area.integrations() {
                assert!(area.is_in(&["chat".to_owned(), (*kind).to_owned()]), "{area}");
            }
        }
    }
}
