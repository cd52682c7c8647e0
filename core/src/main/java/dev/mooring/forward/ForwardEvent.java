package dev.mooring.forward;

import java.time.Instant;

/// Something that happened to a forward, for its history.
///
/// @param words in the user's words: "api-7d9 is ready", "lost: the API server does not answer"
public record ForwardEvent(Instant at, Kind kind, String words) {

  public enum Kind {
    /// It began to listen.
    STARTED,
    /// A connection made now would be served.
    SERVING,
    /// It listens, and connections are parked.
    WAITING,
    /// A connection could not be served or was cut.
    CONNECTION_FAILED,
    /// Something worth knowing that changes nothing.
    NOTED,
    /// It could not listen.
    FAILED,
    /// The user stopped it.
    STOPPED
  }
}
