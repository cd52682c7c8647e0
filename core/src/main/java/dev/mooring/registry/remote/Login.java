package dev.mooring.registry.remote;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// Who one is at a registry. Prints nothing of itself.
///
/// @param user `<token>` where the secret is a refresh token
record Login(String user, String secret) {
  private static final String TOKEN = "<token>";

  static Login ofToken(String token) {
    return new Login(TOKEN, token);
  }

  boolean isToken() {
    return user.equals(TOKEN);
  }

  /// The header of basic authentication.
  String basic() {
    byte[] both = (user + ":" + secret).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(both);
  }

  @Override
  public String toString() {
    return "a login";
  }
}
