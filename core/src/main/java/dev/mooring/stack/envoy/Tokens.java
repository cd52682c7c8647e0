package dev.mooring.stack.envoy;

import dev.mooring.identity.ServiceAccount;
import java.util.List;
import java.util.Map;

/// Kubernetes' own tokens, checked by the cluster's own keys.
final class Tokens {
  /// As the token calls an account.
  private static final String SUBJECT = "system:serviceaccount:";

  private static final String FILTER = "envoy.filters.http.jwt_authn";
  private static final String PAYLOAD = "token";
  private static final String PREFIX = "Bearer ";

  /// Envoy's name for the account in the token that it has checked.
  static final String WHO = "%DYNAMIC_METADATA(" + FILTER + ":" + PAYLOAD + ":sub)%";

  /// How long a rotated key is unknown. Kubernetes asks to publish a key before it signs with it.
  private static final String KEYS_READ_EVERY = "15s";

  /// A token that is good for longer is nobody's of Mooring's: an hour, which builders' volumes
  /// have
  /// by default, and what clocks differ by.
  private static final String LONGEST_LIFE = "3900s";

  private Tokens() {}

  /// Lets nobody through without a token that is signed by the cluster, not yet past its end, and
  /// made for this audience. The registry behind does not see it.
  ///
  /// The issuer is not compared: the keys come from this cluster's API server, which may call
  /// itself otherwise than it did.
  static Map<String, Object> filter(String audience) {
    Map<String, Object> provider =
        Tree.of(
            "audiences",
            List.of(audience),
            "from_headers",
            List.of(Tree.of("name", "Authorization", "value_prefix", PREFIX)),
            "remote_jwks",
            Tree.of(
                "http_uri",
                Tree.of(
                    "uri",
                    "https://" + Upstreams.API_HOST + "/openid/v1/jwks",
                    "cluster",
                    Upstreams.API_SERVER,
                    "timeout",
                    "5s"),
                "cache_duration",
                KEYS_READ_EVERY,
                "async_fetch",
                Tree.of("failed_refetch_duration", "1s")),
            "payload_in_metadata",
            PAYLOAD,
            "require_expiration",
            true,
            "max_lifetime",
            LONGEST_LIFE);
    return Tree.extension(
        FILTER,
        Tree.typed(
            "extensions.filters.http.jwt_authn.v3.JwtAuthentication",
            "providers",
            Map.of("cluster", provider),
            "rules",
            List.of(
                Tree.of(
                    "match",
                    Map.of("prefix", "/"),
                    "requires",
                    Map.of("provider_name", "cluster")))));
  }

  /// An account as rules name it.
  static Map<String, Object> principal(ServiceAccount account) {
    return Map.of(
        "sourced_metadata",
        Map.of(
            "metadata_matcher",
            Tree.of(
                "filter",
                FILTER,
                "path",
                List.of(Map.of("key", PAYLOAD), Map.of("key", "sub")),
                "value",
                Map.of(
                    "string_match",
                    Map.of("exact", SUBJECT + account.namespace() + ":" + account.name())))));
  }

  /// The account of such a rule, as "NAMESPACE:NAME"; empty where it names none.
  static String account(dev.mooring.document.Document principal) {
    String subject =
        principal
            .at("sourced_metadata", "metadata_matcher", "value", "string_match", "exact")
            .textOrEmpty();
    return subject.startsWith(SUBJECT) ? subject.substring(SUBJECT.length()) : "";
  }

  /// Puts the pod's own token on each request, instead of what the client sent.
  static Map<String, Object> injected() {
    return Tree.extension(
        "credential",
        Tree.typed(
            "extensions.filters.http.credential_injector.v3.CredentialInjector",
            "overwrite",
            true,
            "credential",
            Tree.extension(
                "token",
                Tree.typed(
                    "extensions.http.injected_credentials.generic.v3.Generic",
                    "credential",
                    Tree.of(
                        "name",
                        Files.TOKEN,
                        "sds_config",
                        Tree.file(Files.CONFIGURATION + "/" + Files.TOKEN, Files.TOKENS)),
                    "header_value_prefix",
                    PREFIX))));
  }

  /// The file that tells where the token is.
  static String source() {
    return Tree.resource(
        Tree.typed(
            "extensions.transport_sockets.tls.v3.Secret",
            "name",
            Files.TOKEN,
            "generic_secret",
            Map.of("secret", Map.of("filename", Files.TOKENS + "/token"))));
  }
}
