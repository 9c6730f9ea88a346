//! The vocabulary of the hall: the words of the office, one meaning each.
//!
//! | word | Vietnamese | meaning |
//! |---|---|---|
//! | visitor | công dân | who comes to the centre; we never know a name |
//! | ticket | lượt | one visitor's turn, from the touch to the end, known by a [`TicketId`] |
//! | number | số thứ tự | what the visitor sees and hears: `A005`, a [`TicketNumber`] |
//! | slip | phiếu | the paper with the number on it |
//! | service | dịch vụ, thủ tục | what a visitor comes for, a [`ServiceId`] |
//! | field | lĩnh vực, cơ quan | a group of services, a [`FieldId`] |
//! | counter | quầy | where an official serves, a [`CounterNumber`] |
//! | official | cán bộ | who calls and serves, an [`OfficialId`] |
//! | outcome | kết quả | how a service at a counter ended, an [`OutcomeId`] |
//! | priority class | đối tượng ưu tiên | who may come earlier, a [`PriorityClassId`] |
//! | hall | sảnh | everything that waits and serves |
//! | call | lượt gọi | a number asked to a counter; at most a few times |
//! | board | bảng hiển thị | the screen that all read |

mod ids;
mod language;
mod number;

pub use ids::{
    CounterNumber, DeviceName, FieldId, IdError, OfficialId, OutcomeId, PriorityClassId, RequestId,
    ServiceId, TicketId,
};
pub use language::{Language, LocalText};
pub use number::TicketNumber;
