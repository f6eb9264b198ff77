"""What each office may do, and to whom: permissions, policies, and the door of every page that asks for one."""
