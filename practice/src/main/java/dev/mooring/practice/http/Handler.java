package dev.mooring.practice.http;

import java.io.IOException;

/// Answers one request. An exchange that was not answered becomes a 500.
@FunctionalInterface
public interface Handler {
  void handle(Exchange exchange) throws IOException, InterruptedException;
}
