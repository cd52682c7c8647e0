package dev.mooring.practice.http;

import java.io.IOException;

/// A message that is none; the connection ends with this status.
final class BadRequest extends IOException {
  final int status;

  BadRequest(int status) {
    super("HTTP " + status);
    this.status = status;
  }
}
