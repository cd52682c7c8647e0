/// Tokens of the API server for a ServiceAccount, for those who have no mesh.
@NullMarked
package dev.mooring.identity.token;

import org.jspecify.annotations.NullMarked;
