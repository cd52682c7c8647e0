package dev.mooring.practice.registry;

import dev.mooring.practice.http.Exchange;
import dev.mooring.practice.http.Handler;
import java.io.IOException;

/// The hello service of the lab's images.
final class Hello implements Handler {
  @Override
  public void handle(Exchange exchange) throws IOException {
    if (exchange.path().equals("/healthz")) {
      exchange.answer(200, "text/plain", "ok\n");
    } else {
      exchange.answer(200, "text/plain", "hello from the practice cluster\n");
    }
  }
}
