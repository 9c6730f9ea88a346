//! Pictograms, by the names that Google's Material Symbols give them, and the star and the arrow that we
//! draw ourselves.

use egui::{Align2, Color32, FontFamily, FontId, Mesh, Painter, Pos2, Rect, Shape, Stroke, Ui, vec2};
use egui_material_icons::{FONT_FAMILY, icons};

use crate::Theme;

/// A pictogram.
pub type Icon = egui_material_icons::MaterialIcon;

macro_rules! named {
    ($($name:literal => $icon:ident),+ $(,)?) => {
        /// The names that [`icon_named`] knows, sorted.
        pub(crate) const NAMES: &[(&str, Icon)] = &[$(($name, icons::$icon)),+];
    };
}

named! {
    "accessibility_new" => ICON_ACCESSIBILITY_NEW,
    "accessible" => ICON_ACCESSIBLE,
    "account_balance" => ICON_ACCOUNT_BALANCE,
    "agriculture" => ICON_AGRICULTURE,
    "apartment" => ICON_APARTMENT,
    "approval" => ICON_APPROVAL,
    "architecture" => ICON_ARCHITECTURE,
    "arrow_back" => ICON_ARROW_BACK,
    "arrow_forward" => ICON_ARROW_FORWARD,
    "assignment" => ICON_ASSIGNMENT,
    "backpack" => ICON_BACKPACK,
    "backspace" => ICON_BACKSPACE,
    "badge" => ICON_BADGE,
    "balance" => ICON_BALANCE,
    "bedtime" => ICON_BEDTIME,
    "biotech" => ICON_BIOTECH,
    "block" => ICON_BLOCK,
    "bolt" => ICON_BOLT,
    "business" => ICON_BUSINESS,
    "calendar_month" => ICON_CALENDAR_MONTH,
    "campaign" => ICON_CAMPAIGN,
    "cancel" => ICON_CANCEL,
    "cast_for_education" => ICON_CAST_FOR_EDUCATION,
    "cell_tower" => ICON_CELL_TOWER,
    "check_circle" => ICON_CHECK_CIRCLE,
    "child_care" => ICON_CHILD_CARE,
    "close" => ICON_CLOSE,
    "cloud_off" => ICON_CLOUD_OFF,
    "computer" => ICON_COMPUTER,
    "confirmation_number" => ICON_CONFIRMATION_NUMBER,
    "construction" => ICON_CONSTRUCTION,
    "contrast" => ICON_CONTRAST,
    "directions_car" => ICON_DIRECTIONS_CAR,
    "diversity_1" => ICON_DIVERSITY_1,
    "document_scanner" => ICON_DOCUMENT_SCANNER,
    "domain" => ICON_DOMAIN,
    "eco" => ICON_ECO,
    "elderly" => ICON_ELDERLY,
    "electric_meter" => ICON_ELECTRIC_METER,
    "electrical_services" => ICON_ELECTRICAL_SERVICES,
    "engineering" => ICON_ENGINEERING,
    "event_busy" => ICON_EVENT_BUSY,
    "fact_check" => ICON_FACT_CHECK,
    "factory" => ICON_FACTORY,
    "family_restroom" => ICON_FAMILY_RESTROOM,
    "feedback" => ICON_FEEDBACK,
    "flag" => ICON_FLAG,
    "forest" => ICON_FOREST,
    "gavel" => ICON_GAVEL,
    "groups" => ICON_GROUPS,
    "handshake" => ICON_HANDSHAKE,
    "health_and_safety" => ICON_HEALTH_AND_SAFETY,
    "hearing" => ICON_HEARING,
    "help" => ICON_HELP,
    "history_edu" => ICON_HISTORY_EDU,
    "home" => ICON_HOME,
    "home_work" => ICON_HOME_WORK,
    "hourglass_top" => ICON_HOURGLASS_TOP,
    "how_to_reg" => ICON_HOW_TO_REG,
    "id_card" => ICON_ID_CARD,
    "info" => ICON_INFO,
    "inventory" => ICON_INVENTORY,
    "landscape" => ICON_LANDSCAPE,
    "language" => ICON_LANGUAGE,
    "license" => ICON_LICENSE,
    "lightbulb" => ICON_LIGHTBULB,
    "local_hospital" => ICON_LOCAL_HOSPITAL,
    "local_police" => ICON_LOCAL_POLICE,
    "local_post_office" => ICON_LOCAL_POST_OFFICE,
    "local_shipping" => ICON_LOCAL_SHIPPING,
    "lock" => ICON_LOCK,
    "logout" => ICON_LOGOUT,
    "luggage" => ICON_LUGGAGE,
    "mail" => ICON_MAIL,
    "medical_services" => ICON_MEDICAL_SERVICES,
    "medication" => ICON_MEDICATION,
    "menu" => ICON_MENU,
    "military_tech" => ICON_MILITARY_TECH,
    "monitor" => ICON_MONITOR,
    "newspaper" => ICON_NEWSPAPER,
    "open_in_full" => ICON_OPEN_IN_FULL,
    "pause_circle" => ICON_PAUSE_CIRCLE,
    "payments" => ICON_PAYMENTS,
    "person" => ICON_PERSON,
    "pregnant_woman" => ICON_PREGNANT_WOMAN,
    "print" => ICON_PRINT,
    "print_disabled" => ICON_PRINT_DISABLED,
    "qr_code_scanner" => ICON_QR_CODE_SCANNER,
    "real_estate_agent" => ICON_REAL_ESTATE_AGENT,
    "receipt" => ICON_RECEIPT,
    "receipt_long" => ICON_RECEIPT_LONG,
    "replay" => ICON_REPLAY,
    "request_quote" => ICON_REQUEST_QUOTE,
    "restart_alt" => ICON_RESTART_ALT,
    "restaurant" => ICON_RESTAURANT,
    "savings" => ICON_SAVINGS,
    "schedule" => ICON_SCHEDULE,
    "school" => ICON_SCHOOL,
    "science" => ICON_SCIENCE,
    "search" => ICON_SEARCH,
    "settings" => ICON_SETTINGS,
    "shield" => ICON_SHIELD,
    "shopping_cart" => ICON_SHOPPING_CART,
    "sick" => ICON_SICK,
    "space_bar" => ICON_SPACE_BAR,
    "sports_soccer" => ICON_SPORTS_SOCCER,
    "star" => ICON_STAR,
    "stethoscope" => ICON_STETHOSCOPE,
    "storefront" => ICON_STOREFRONT,
    "support_agent" => ICON_SUPPORT_AGENT,
    "task" => ICON_TASK,
    "task_alt" => ICON_TASK_ALT,
    "text_increase" => ICON_TEXT_INCREASE,
    "theater_comedy" => ICON_THEATER_COMEDY,
    "touch_app" => ICON_TOUCH_APP,
    "traffic" => ICON_TRAFFIC,
    "travel" => ICON_TRAVEL,
    "trending_up" => ICON_TRENDING_UP,
    "undo" => ICON_UNDO,
    "verified_user" => ICON_VERIFIED_USER,
    "vertical_align_bottom" => ICON_VERTICAL_ALIGN_BOTTOM,
    "volume_down" => ICON_VOLUME_DOWN,
    "volume_off" => ICON_VOLUME_OFF,
    "volume_up" => ICON_VOLUME_UP,
    "volunteer_activism" => ICON_VOLUNTEER_ACTIVISM,
    "warning" => ICON_WARNING,
    "water_drop" => ICON_WATER_DROP,
    "work" => ICON_WORK,
    "workspace_premium" => ICON_WORKSPACE_PREMIUM,
}

/// The pictogram of a Material Symbols name as the configuration writes it, if we carry it.
pub fn icon_named(name: &str) -> Option<Icon> {
    NAMES.binary_search_by_key(&name, |(known, _)| known).ok().map(|place| NAMES[place].1)
}

/// Paints a pictogram as large as `rect`'s smaller side.
pub fn paint_icon(ui: &Ui, rect: Rect, icon: Icon, colour: Color32) {
    let font = FontId::new(rect.width().min(rect.height()), FontFamily::Name(FONT_FAMILY.into()));
    ui.painter().text(rect.center(), Align2::CENTER_CENTER, icon.codepoint, font, colour);
}

/// Paints a five-pointed star, one point up, whose points lie on a circle.
pub fn paint_star(painter: &Painter, centre: Pos2, radius: f32, colour: Color32) {
    // The golden section's square: the inner corners of a star whose edges are straight.
    const INNER: f32 = 0.381_966;
    let corner = |i: usize| {
        let angle = std::f32::consts::TAU * i as f32 / 10.0 - std::f32::consts::FRAC_PI_2;
        let distance = if i.is_multiple_of(2) { radius } else { radius * INNER };
        centre + distance * vec2(angle.cos(), angle.sin())
    };
    let corners: Vec<Pos2> = (0..10).map(corner).collect();
    let mut mesh = Mesh::default();
    mesh.colored_vertex(centre, colour);
    for (i, &at) in (1_u32..).zip(&corners) {
        mesh.colored_vertex(at, colour);
        mesh.add_triangle(0, i, i % 10 + 1);
    }
    painter.add(mesh);
    // A mesh has hard edges; a line along them is smoothed.
    painter.add(Shape::closed_line(corners, Stroke::new(1.0, colour)));
}

/// Paints an arrow that points down, filling `rect`.
pub fn paint_arrow_down(ui: &Ui, theme: &Theme, rect: Rect, colour: Color32) {
    let width = (rect.width() * 0.16).max(theme.px(3.0));
    let stroke = Stroke::new(width, colour);
    let tip = rect.center_bottom() - vec2(0.0, width / 2.0);
    let wing = rect.width() / 2.0 - width / 2.0;
    let painter = ui.painter();
    painter.line_segment([rect.center_top(), tip - vec2(0.0, width * 0.7)], stroke);
    painter.line(vec![tip + vec2(-wing, -wing), tip, tip + vec2(wing, -wing)], stroke);
    for end in [tip + vec2(-wing, -wing), tip + vec2(wing, -wing), rect.center_top()] {
        painter.circle_filled(end, width / 2.0, colour);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_icon_is_found_by_its_name() {
        assert!(NAMES.is_sorted_by_key(|(name, _)| *name), "a binary search needs them sorted");
        for (name, icon) in NAMES {
            assert_eq!(icon_named(name).map(|found| found.codepoint), Some(icon.codepoint), "{name}");
        }
        assert!(icon_named("").is_none() && icon_named("no_such_thing").is_none());
    }

    #[test]
    fn the_sample_centres_name_icons_that_we_carry() {
        let centres = [
            include_str!("../../../assets/centres/commune.toml"),
            include_str!("../../../assets/centres/provincial.toml"),
            include_str!("../../../assets/centres/sample.toml"),
        ];
        let named = centres
            .iter()
            .flat_map(|centre| centre.lines())
            .filter_map(|line| line.trim_start_matches("# ").strip_prefix("icon = \"")?.split('"').next());
        let named: Vec<_> = named.collect();
        assert!(named.len() > 50, "{}", named.len());
        let unknown: Vec<_> = named.into_iter().filter(|name| icon_named(name).is_none()).collect();
        assert_eq!(unknown, Vec::<&str>::new());
    }
}
