/**
 * The JSON shapes of the admin API, one record per document, filled by hand from the proxy's own types. Start at {@link
 * dev.colonnade.admin.document.Json}. Not here: HTTP.
 */
@NullMarked
package dev.colonnade.admin.document;

import org.jspecify.annotations.NullMarked;
