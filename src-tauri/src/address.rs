//! What an owner types for a store, and which pages of a store's admin may be opened.

use url::{Host, Url};

use crate::error::ShellError;

const SHOPS: &str = ".myshopify.com";
const ADMIN: &str = "admin.shopify.com";

/// Returns the address the engine takes, from whatever an owner may have at hand: `my-shop`,
/// `my-shop.myshopify.com`, any page of it, a page of the admin, or a store on this computer.
pub fn store_url(typed: &str) -> Result<String, ShellError> {
    let refuse = || ShellError::Address(typed.trim().to_owned());
    let typed = typed.trim();
    let url = match typed.contains("://") {
        true => Url::parse(typed),
        false => Url::parse(&format!("https://{typed}")),
    };
    let url = url.map_err(|_| refuse())?;
    let Some(host) = url.host() else { return Err(refuse()) };
    if is_loopback(&host) && url.scheme() == "http" {
        return Ok(url.origin().ascii_serialization());
    }
    let Host::Domain(domain) = host else { return Err(refuse()) };
    if !matches!(url.scheme(), "https" | "http") {
        return Err(refuse());
    }
    let shop = match domain.strip_suffix(SHOPS) {
        Some(shop) => shop,
        None if domain == ADMIN => admin_shop(&url).ok_or_else(refuse)?,
        None if !domain.contains('.') => domain,
        None => return Err(refuse()),
    };
    let shop = shop.to_ascii_lowercase();
    if is_shop_name(&shop) { Ok(format!("https://{shop}{SHOPS}")) } else { Err(refuse()) }
}

/// Returns a name for a store, made from its address and unlike those in use.
pub fn store_name(url: &str, in_use: &[String]) -> String {
    let host = Url::parse(url).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default();
    let plain = match host.strip_suffix(SHOPS) {
        Some(shop) => shop.to_owned(),
        // A store on this computer has no name of its own.
        None => "local".to_owned(),
    };
    let free = |name: &String| !in_use.contains(name);
    if free(&plain) {
        return plain;
    }
    (2u32..).map(|number| format!("{plain}-{number}")).find(free).unwrap_or(plain)
}

/// Returns whether the address is a page of the admin of one of the shops, given by their `myshopify.com` domains.
pub fn is_admin_page(address: &str, shops: &[String]) -> bool {
    let Ok(url) = Url::parse(address) else { return false };
    let plain = url.scheme() == "https"
        && url.port().is_none()
        && url.username().is_empty()
        && url.password().is_none();
    let Some(Host::Domain(domain)) = url.host() else { return false };
    let shop = match domain.strip_suffix(SHOPS) {
        Some(shop) if url.path() == "/admin" || url.path().starts_with("/admin/") => Some(shop),
        None if domain == ADMIN => admin_shop(&url),
        _ => None,
    };
    plain && shop.is_some_and(|shop| shops.contains(&format!("{shop}{SHOPS}")))
}

/// The shop's name in `https://admin.shopify.com/store/NAME/…`.
fn admin_shop(url: &Url) -> Option<&str> {
    let mut parts = url.path_segments()?;
    (parts.next()? == "store").then_some(())?;
    parts.next().filter(|name| is_shop_name(name))
}

/// Letters, figures and hyphens, as a name in the domain system has them.
fn is_shop_name(name: &str) -> bool {
    let inside = name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    (1..=63).contains(&name.len()) && inside && !name.starts_with('-') && !name.ends_with('-')
}

fn is_loopback(host: &Host<&str>) -> bool {
    match host {
        Host::Domain(name) => *name == "localhost",
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_owner_may_give_any_address_of_the_shop() {
        let shop = Some("https://my-shop.myshopify.com");
        for (typed, expected) in [
            ("my-shop", shop),
            (" My-Shop ", shop),
            ("my-shop.myshopify.com", shop),
            ("https://my-shop.myshopify.com/", shop),
            ("http://my-shop.myshopify.com/admin/products?x=1", shop),
            ("https://admin.shopify.com/store/my-shop", shop),
            ("admin.shopify.com/store/my-shop/products/1", shop),
            ("http://127.0.0.1:4460/", Some("http://127.0.0.1:4460")),
            ("http://localhost:4460", Some("http://localhost:4460")),
            ("", None),
            ("my shop", None),
            ("www.my-shop.com", None),
            ("https://admin.shopify.com/", None),
            ("https://admin.shopify.com/store/", None),
            ("https://evil.com/.myshopify.com", None),
            ("https://a.b.myshopify.com", None),
            ("ftp://my-shop.myshopify.com", None),
            ("http://192.168.0.1", None),
            ("-shop", None),
        ] {
            assert_eq!(store_url(typed).ok().as_deref(), expected, "{typed:?}");
        }
    }

    #[test]
    fn a_store_gets_a_name_of_its_own() {
        let shop = "https://ada.myshopify.com";
        assert_eq!(store_name(shop, &[]), "ada");
        assert_eq!(store_name(shop, &["ada".into(), "ada-2".into()]), "ada-3");
        assert_eq!(store_name("http://127.0.0.1:4460", &[]), "local");
    }

    #[test]
    fn only_the_admin_of_a_connected_shop_is_opened() {
        let shops = ["ada.myshopify.com".to_owned()];
        for (address, expected) in [
            ("https://admin.shopify.com/store/ada/products/1", true),
            ("https://ada.myshopify.com/admin/products/1", true),
            ("https://ada.myshopify.com/admin", true),
            ("https://admin.shopify.com/store/bo/products/1", false),
            ("https://bo.myshopify.com/admin/products/1", false),
            ("https://ada.myshopify.com/products/cup", false),
            ("https://ada.myshopify.com/administrator", false),
            ("http://ada.myshopify.com/admin", false),
            ("https://ada.myshopify.com:8443/admin", false),
            ("https://a@ada.myshopify.com/admin", false),
            ("https://admin.shopify.com/login?to=/store/ada", false),
            ("https://admin.shopify.com.evil.com/store/ada", false),
            ("file:///etc/passwd", false),
            ("javascript:alert(1)", false),
            ("", false),
        ] {
            assert_eq!(is_admin_page(address, &shops), expected, "{address:?}");
        }
    }
}
