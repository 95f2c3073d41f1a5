import pytest
from django.test import Client

from tanggap.config.environment import BadSetting, read_environment
from tanggap.config.proxies import behind_proxies, read_networks, visitor_address

TRUSTED = read_networks("127.0.0.1, 10.0.0.0/8, ::1")


def address_of(connection: str, forwarded: str, trusted=TRUSTED) -> str:
    return visitor_address({"REMOTE_ADDR": connection, "HTTP_X_FORWARDED_FOR": forwarded}, trusted)


def test_without_trusted_proxies_the_connection_is_the_visitor():
    assert address_of("127.0.0.1", "203.0.113.9", ()) == "127.0.0.1"


def test_what_a_stranger_claims_is_not_believed():
    assert address_of("198.51.100.7", "203.0.113.9") == "198.51.100.7"


@pytest.mark.parametrize(
    ("forwarded", "visitor"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("1.1.1.1, 203.0.113.9", "203.0.113.9"),
        ("1.1.1.1, 203.0.113.9, 10.2.3.4", "203.0.113.9"),
        ("203.0.113.9:4711", "203.0.113.9"),
        ("[2001:db8::1]:4711", "2001:db8::1"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("10.2.3.4", "10.2.3.4"),
        ("203.0.113.9, nonsense, 10.2.3.4", "10.2.3.4"),
        ("", "127.0.0.1"),
    ],
)
def test_a_trusted_proxy_says_who_asks_and_nothing_left_of_a_stranger_counts(forwarded, visitor):
    assert address_of("127.0.0.1", forwarded) == visitor


def test_the_application_sees_the_visitor_and_the_installations_own_scheme():
    seen = {}
    application = behind_proxies(lambda environ, start: [seen.update(environ)], TRUSTED, "https")
    application({"REMOTE_ADDR": "::1", "HTTP_X_FORWARDED_FOR": "203.0.113.9", "wsgi.url_scheme": "http"}, print)
    assert (seen["REMOTE_ADDR"], seen["wsgi.url_scheme"]) == ("203.0.113.9", "https")


def put_behind_a_proxy(client: Client, scheme: str) -> None:
    handler = client.handler
    proxied = behind_proxies(lambda environ, _: handler(environ), TRUSTED, scheme)
    client.handler = lambda environ: proxied(environ, print)


@pytest.mark.parametrize("said", [{}, {"X-Forwarded-Proto": "https"}, {"X-Forwarded-Proto": "http"}])
def test_the_scheme_is_the_installations_whatever_a_header_says(client, db, said):
    assert not client.get("/", headers=said).wsgi_request.is_secure()
    put_behind_a_proxy(client, "https")
    assert client.get("/", headers=said).wsgi_request.is_secure()


def test_a_form_of_an_https_installation_is_taken_from_its_own_pages(office):
    client = Client(enforce_csrf_checks=True)
    put_behind_a_proxy(client, "https")
    token = client.get("/accounts/login/").context["csrf_token"]
    form = {"username": "petugas", "password": "teladan-demo", "csrfmiddlewaretoken": token}
    answers = [
        client.post(
            "/accounts/login/", form, headers={"Host": "kota.example", "Origin": f"{scheme}://kota.example"}
        ).status_code
        for scheme in ("http", "https")
    ]
    assert answers == [403, 302]


def test_visitors_behind_one_proxy_do_not_lock_each_other_out(client, office):
    put_behind_a_proxy(client, "http")

    def sign_in(visitor: str) -> int:
        wrong = {"username": "petugas", "password": "salah"}
        return client.post("/accounts/login/", wrong, headers={"X-Forwarded-For": visitor}).status_code

    for _ in range(10):
        sign_in("203.0.113.9")
    assert (sign_in("203.0.113.9"), sign_in("203.0.113.10")) == (429, 200)


@pytest.mark.parametrize("wrong", ["proxy.example", "10.0.0.0/33", "127.0.0.1 10.0.0.1"])
def test_what_is_no_network_stops_the_start_in_words(wrong):
    with pytest.raises(BadSetting, match="TANGGAP_TRUSTED_PROXIES must be addresses or networks"):
        read_environment({"TANGGAP_TRUSTED_PROXIES": wrong})


def test_private_hosts_are_refused_where_others_can_come():
    with pytest.raises(BadSetting, match="TANGGAP_ALLOW_PRIVATE_HOSTS is for tests and demos"):
        read_environment({"TANGGAP_ALLOW_PRIVATE_HOSTS": "true", "TANGGAP_SCHEME": "https"})
