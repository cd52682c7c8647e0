package dev.mooring.registry.http;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.function.Supplier;

/// An HTTP client for places that nobody vouches for: it follows no redirect, so that a
/// header goes to the host that it was meant for and no further; an answer has an end in
/// memory and in time; and each request goes the way out that was chosen. Thread-safe,
/// blocking.
public final class BoundedClient implements AutoCloseable {
  private final WayOut out;
  private final HttpClient client;

  /// @param reach its way out stays open: closing it is the caller's
  public BoundedClient(Reach reach) {
    this.out = reach.out();
    this.client = reach.client();
  }

  /// One request and its answer, whatever its status.
  ///
  /// @param body takes the body of a success, of at most as many bytes as it says; that of
  /// every other answer is kept, up to [Connection#LONGEST]
  /// @throws IOException when the connection breaks, no byte moves for the transfer's
  /// patience, or the answer is too long
  /// @throws dev.mooring.problem.MooringException where the way out does not lead there
  public Answer send(
      HttpRequest request,
      Transfer transfer,
      Supplier<? extends HttpResponse.BodySubscriber<byte[]>> body)
      throws IOException, InterruptedException {
    out.demand(request.uri());
    HttpResponse<byte[]> response =
        transfer.await(
            client.sendAsync(
                request,
                info ->
                    info.statusCode() < 300
                        ? body.get()
                        : BoundedBody.kept(Connection.LONGEST, transfer)));
    return new Answer(
        request.method(),
        response.uri(),
        response.statusCode(),
        response.headers(),
        response.body());
  }

  /// Sends a request whose answer nobody waits for.
  void tell(HttpRequest request) {
    var _ = client.sendAsync(request, HttpResponse.BodyHandlers.discarding());
  }

  /// Ends running requests.
  @Override
  public void close() {
    client.shutdownNow();
  }
}
