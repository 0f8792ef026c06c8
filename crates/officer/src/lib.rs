//! What should be done about this order? The one room that puts the experts' answers together.
