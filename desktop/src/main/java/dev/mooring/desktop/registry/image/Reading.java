package dev.mooring.desktop.registry.image;

/// How far the layers of an image are read.
///
/// @param done bytes, compressed
/// @param total 0 where nobody knows
record Reading(State state, long done, long total) {
  static final Reading NOT_BEGUN = new Reading(State.NOT_BEGUN, 0, 0);

  enum State {
    NOT_BEGUN,
    RUNNING,
    /// The user stopped it.
    STOPPED,
    FAILED,
    COMPLETE
  }

  boolean is(State wanted) {
    return state == wanted;
  }

  Reading now(State next) {
    return new Reading(next, done, total);
  }
}
