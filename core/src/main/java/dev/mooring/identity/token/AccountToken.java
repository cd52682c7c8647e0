package dev.mooring.identity.token;

import dev.mooring.identity.Credential;
import dev.mooring.identity.ServiceAccount;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/// A token of a ServiceAccount for one audience, as the API server issues it (TokenRequest). It
/// lives in memory only, and only its bytes say it. Immutable.
public final class AccountToken implements Credential {
  private static final byte[] SCHEME = "Bearer ".getBytes(StandardCharsets.US_ASCII);

  private final ServiceAccount account;
  private final byte[] value;
  private final Instant expires;
  private final Instant renewAt;

  AccountToken(ServiceAccount account, byte[] value, Instant expires, Instant renewAt) {
    this.account = account;
    this.value = value;
    this.expires = expires;
    this.renewAt = renewAt;
  }

  /// Whom it stands for.
  public ServiceAccount account() {
    return account;
  }

  /// As the value of an `Authorization` field (RFC 6750). A copy: whoever asked wipes it.
  public byte[] bearer() {
    byte[] field = new byte[SCHEME.length + value.length];
    System.arraycopy(SCHEME, 0, field, 0, SCHEME.length);
    System.arraycopy(value, 0, field, SCHEME.length, value.length);
    return field;
  }

  @Override
  public Instant expires() {
    return expires;
  }

  @Override
  public Instant renewAt() {
    return renewAt;
  }

  /// Says who and until when, never the token.
  @Override
  public String toString() {
    return "AccountToken[" + account + " until " + expires + "]";
  }
}
