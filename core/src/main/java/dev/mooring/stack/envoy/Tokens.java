package dev.mooring.stack.envoy;

import dev.mooring.document.Document;
import dev.mooring.identity.ServiceAccount;
import dev.mooring.stack.options.Ingress;
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

  /// The same of an issuer outside, which many ask.
  private static final String ISSUER_READ_EVERY = "300s";

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

  /// Lets nobody through without a token that the issuer signed, not yet past its end, and made for
  /// this audience. What is behind sees nothing of it.
  static Map<String, Object> filter(Ingress ingress) {
    Map<String, Object> provider =
        Tree.of(
            "issuer",
            ingress.issuer(),
            "audiences",
            List.of(ingress.expectedAudience()),
            "from_headers",
            List.of(Tree.of("name", "Authorization", "value_prefix", PREFIX)),
            "payload_in_metadata",
            PAYLOAD,
            "require_expiration",
            true);
    if (ingress.keysAddress().isPresent()) {
      provider.put(
          "remote_jwks",
          Tree.of(
              "http_uri",
              Tree.of("uri", ingress.keys(), "cluster", Upstreams.ISSUER, "timeout", "5s"),
              "cache_duration",
              ISSUER_READ_EVERY,
              "async_fetch",
              Tree.of("failed_refetch_duration", "5s")));
    } else {
      provider.put("local_jwks", Map.of("inline_string", ingress.keys()));
    }
    return Tree.extension(
        FILTER,
        Tree.typed(
            "extensions.filters.http.jwt_authn.v3.JwtAuthentication",
            "providers",
            Map.of("issuer", provider),
            "rules",
            List.of(
                Tree.of(
                    "match", Map.of("prefix", "/"), "requires", Map.of("provider_name", "issuer"))),
            "strip_failure_response",
            true));
  }

  /// Who has a claim of a value, by itself or among others.
  static List<Map<String, Object>> claim(String claim, String value) {
    Map<String, Object> exact = Map.of("string_match", Map.of("exact", value));
    return List.of(
        metadata(claim, exact), metadata(claim, Map.of("list_match", Map.of("one_of", exact))));
  }

  /// The claim of the first of these; empty where there is none.
  static String claim(Document principal) {
    List<Document> path = principal.at("sourced_metadata", "metadata_matcher", "path").items();
    return path.size() == 2 ? path.get(1).at("key").textOrEmpty() : "";
  }

  /// And its value.
  static String value(Document principal) {
    return principal
        .at("sourced_metadata", "metadata_matcher", "value", "string_match", "exact")
        .textOrEmpty();
  }

  /// An account as rules name it.
  static Map<String, Object> principal(ServiceAccount account) {
    return metadata(
        "sub",
        Map.of(
            "string_match", Map.of("exact", SUBJECT + account.namespace() + ":" + account.name())));
  }

  private static Map<String, Object> metadata(String claim, Map<String, Object> value) {
    return Map.of(
        "sourced_metadata",
        Map.of(
            "metadata_matcher",
            Tree.of(
                "filter",
                FILTER,
                "path",
                List.of(Map.of("key", PAYLOAD), Map.of("key", claim)),
                "value",
                value)));
  }

  /// The account of such a rule, as "NAMESPACE:NAME"; empty where it names none.
  static String account(Document principal) {
    String subject = value(principal);
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
