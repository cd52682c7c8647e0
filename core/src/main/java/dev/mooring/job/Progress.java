package dev.mooring.job;

/// Where running work says how far it is. Implementations take calls from any thread and never
/// block.
public interface Progress {

  /// One finished step, as a sentence: "created Deployment kube-registry/kube-registry".
  void step(String sentence);

  /// How much of the present part is done.
  ///
  /// @param part what is being done: "Pushing layer 3 of 5"
  /// @param total the whole amount, or 0 when it is not known
  void advance(String part, long done, long total, Unit unit);

  /// A part that goes on beside others and says how far it is: the whole is told by this all the
  /// same. Part of a part is an image's layer. Whoever shows no parts ignores it.
  ///
  /// @param name what it is, for people: "linux/arm64"
  default Progress part(String name) {
    return none();
  }

  /// What `done` and `total` count.
  enum Unit {
    BYTES,
    ITEMS
  }

  /// For callers who watch nothing.
  static Progress none() {
    return new Progress() {
      @Override
      public void step(String sentence) {}

      @Override
      public void advance(String part, long done, long total, Unit unit) {}
    };
  }
}
