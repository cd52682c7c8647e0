package dev.mooring.forward;

import java.time.Instant;

/// Something that happened to a forward, for its history.
///
/// @param words in the user's words: "ready: api-7d9", "lost: the API server does not answer"
public record ForwardEvent(Instant at, Kind kind, String words) {

  public enum Kind {
    /// It began to listen.
    STARTED,
    /// A connection made now would be served.
    SERVING,
    /// It listens and has not served yet; connections are parked.
    WAITING,
    /// It served before and cannot now; connections are parked.
    LOST,
    /// It serves again after it was lost.
    BACK,
    /// New connections go to another pod than before.
    SWITCHED,
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
