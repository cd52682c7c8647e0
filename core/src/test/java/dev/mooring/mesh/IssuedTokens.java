package dev.mooring.mesh;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// What an API server issues, and what a door that checks it would say.
final class IssuedTokens {
  final List<String> issued = new CopyOnWriteArrayList<>();
  private final Map<String, Instant> ends = new ConcurrentHashMap<>();
  volatile Duration life = Duration.ofMinutes(10);

  String issue(String account, String audience) {
    Instant now = Instant.now();
    String claims =
        "{\"aud\":[\"%s\"],\"iat\":%d,\"exp\":%d,\"jti\":\"%d\",\"sub\":\"system:serviceaccount:%s\"}"
            .formatted(
                audience,
                now.getEpochSecond(),
                now.getEpochSecond() + life.toSeconds(),
                issued.size(),
                account.replace('/', ':'));
    Base64.Encoder url = Base64.getUrlEncoder().withoutPadding();
    String token =
        url.encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8))
            + "."
            + url.encodeToString(claims.getBytes(StandardCharsets.UTF_8))
            + ".c2lnbmVk";
    issued.add(token);
    ends.put("Bearer " + token, now.plus(life));
    return token;
  }

  /// As the field's value.
  boolean valid(String authorization) {
    Instant end = ends.get(authorization);
    return end != null && Instant.now().isBefore(end);
  }

  /// None that was issued until now is taken any more.
  void revoke() {
    ends.clear();
  }
}
