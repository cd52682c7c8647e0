package dev.mooring.engine.docker;

import com.github.dockerjava.transport.DockerHttpClient;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads no more of an answer than somebody wants. docker-java keeps the whole text of a refusal,
/// and a body that is closed before its end is read on until it ends, which it may never.
final class BoundedClient {
  /// Of JSON. What was saved of an image has no bound but the disk's.
  private static final long LONGEST = 32 << 20;

  private static final long LONGEST_REFUSAL = 64 << 10;

  private BoundedClient() {}

  /// A proxy: a class of its own would have to name the request, whose annotations docker-java
  /// doesn't bring along, which javac warns of.
  static DockerHttpClient of(DockerHttpClient client) {
    return (DockerHttpClient)
        Proxy.newProxyInstance(
            BoundedClient.class.getClassLoader(),
            new Class<?>[] {DockerHttpClient.class},
            (proxy, method, arguments) -> {
              Object result = call(client, method, arguments);
              return result instanceof DockerHttpClient.Response response
                  ? new Bounded(response)
                  : result;
            });
  }

  private static @Nullable Object call(
      DockerHttpClient client, Method method, @Nullable Object @Nullable [] arguments)
      throws Throwable {
    try {
      return method.invoke(client, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private record Bounded(DockerHttpClient.Response response) implements DockerHttpClient.Response {
    @Override
    public int getStatusCode() {
      return response.getStatusCode();
    }

    @Override
    public Map<String, List<String>> getHeaders() {
      return response.getHeaders();
    }

    @Override
    public InputStream getBody() {
      boolean refusal = getStatusCode() >= 400;
      String type = response.getHeader("Content-Type");
      boolean json = type != null && type.contains("json");
      long most = refusal ? LONGEST_REFUSAL : json ? LONGEST : Long.MAX_VALUE;
      return new Body(response, most, refusal);
    }

    @Override
    public void close() {
      response.close();
    }
  }

  private static final class Body extends FilterInputStream {
    private final DockerHttpClient.Response response;
    private final boolean cut;
    private long left;

    /// @param cut whether what is longer ends there; else it fails
    Body(DockerHttpClient.Response response, long most, boolean cut) {
      super(response.getBody());
      this.response = response;
      this.left = most;
      this.cut = cut;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int at, int length) throws IOException {
      if (left == 0 && length > 0) {
        if (cut) {
          return -1;
        }
        throw new IOException(Messages.of("the-answer-is-longer-than-mib", LONGEST >> 20));
      }
      int read = super.read(buffer, at, (int) Math.min(length, left));
      left -= Math.max(0, read);
      return read;
    }

    @Override
    public long skip(long count) throws IOException {
      return read(new byte[(int) Math.min(count, 8192)]);
    }

    @Override
    public boolean markSupported() {
      return false;
    }

    /// Ends the transfer, where closing the body itself would read what is left of it.
    @Override
    public void close() {
      response.close();
    }
  }
}
