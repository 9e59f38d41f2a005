"""The cleaner inside other programs, a module each; nothing else imports them."""
