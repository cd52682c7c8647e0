package dev.mooring.registry.http;

import java.io.IOException;
import java.time.Duration;

/// The registry is there but cannot now.
public final class PassingFailure extends IOException {
  private static final long serialVersionUID = 1;

  private final transient Duration pause;

  /// @param pause how long it asks to wait
  public PassingFailure(String message, RuntimeException refused, Duration pause) {
    super(message, refused);
    this.pause = pause;
  }

  Duration pause() {
    return pause;
  }
}
